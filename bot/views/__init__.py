"""What screens show: data in, text and buttons out; nothing here waits, reads or writes."""
