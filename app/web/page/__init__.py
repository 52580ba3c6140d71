"""What pages show, as plain values for their templates."""
