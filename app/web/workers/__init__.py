"""Worker processes: all computing happens in them, so that what hangs or crashes costs one request."""
