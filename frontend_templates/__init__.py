"""The built-in storefront: renders what the resolver of the API answers."""
