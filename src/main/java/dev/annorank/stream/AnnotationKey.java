package dev.annorank.stream;

import dev.annorank.model.ImageKey;

/** Key of one annotation in the store of the collect stage. */
record AnnotationKey(ImageKey image, String annotation) {}
