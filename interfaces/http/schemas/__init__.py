"""What the API's documents say of requests and answers."""
