/** The door for events: checks them as the topology would, and sends them to the topic of annotations. */
@NullMarked
package dev.annorank.intake;

import org.jspecify.annotations.NullMarked;
