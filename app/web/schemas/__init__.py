"""What the API is asked and what it answers, as pydantic models and so in OpenAPI."""
