"""What templates are given: plain views in the reader's language, with only what that reader may see."""
