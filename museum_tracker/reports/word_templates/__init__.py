"""The museum's own Word templates: received, looked through, tried, put into use, put away."""
