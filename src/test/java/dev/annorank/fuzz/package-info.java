/**
 * What reads bytes from outside, given any bytes. {@code mvn verify -Pfuzz} looks for new ones with Jazzer, guided by coverage;
 * the plain build replays those in {@code src/test/resources/fuzz}.
 */
package dev.annorank.fuzz;
