"""What happens in the child process: bytes of any kind → sheets of text."""
