"""What runs inside the containers besides the product itself."""
