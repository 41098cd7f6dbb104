/**
 * The HTTP interface: what it answers, the events and webhooks that it accepts, and the web page. The page itself is
 * in {@code src/main/resources/web}.
 */
@NullMarked
package dev.annorank.http;

import org.jspecify.annotations.NullMarked;
