"""Text -> tokens, sentences, parts of speech; every token keeps its offsets."""
