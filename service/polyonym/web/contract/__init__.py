"""The contract of the service: shapes, examples, and the OpenAPI document made of them."""
