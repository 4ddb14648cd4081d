"""What templates are given: plain views of models, in the reader's language, holding only what that reader may see."""
