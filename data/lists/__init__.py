"""What a list of projects and the official form hold."""
