"""What Backpass must do, one file a module or a concept."""
