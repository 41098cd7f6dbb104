/**
 * The fault harness: real worker processes against a real broker process, a labeling history sent into them while they are
 * killed, stopped, moved and starved, a reader that holds every epoch to its promise, and an audit at the end. Only
 * {@link dev.annorank.chaos.ChaosSmokeTest} and the tests of the harness itself run in a plain build; {@code mvn verify
 * -Pchaos} runs every scenario.
 */
package dev.annorank.chaos;
