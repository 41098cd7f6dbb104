package dev.annorank.format;

import java.util.Optional;

/** What a file says of an image, as far as it does: its size in px, and where the picture is within the dataset. */
public record ImageFacts(Optional<Integer> width, Optional<Integer> height, Optional<String> fileName) {}
