"""What is stored about a person, shown to them, and erased at their wish, with a proof."""
