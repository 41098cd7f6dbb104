/**
 * What annorank answers over HTTP.
 */
@NullMarked
package dev.annorank.http;

import org.jspecify.annotations.NullMarked;
