"""What the service promises on the wire: shapes, examples, and the OpenAPI document made of them."""
