"""What an operator watches: health and logs."""
