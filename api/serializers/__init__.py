"""What the API answers, as explicit serializers."""
