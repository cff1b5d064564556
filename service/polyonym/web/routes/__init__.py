"""The routes of the service, one module a group; each is made by a function that closes over the engine."""
