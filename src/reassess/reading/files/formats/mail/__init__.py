"""Mail: single messages, with their attachments."""
