package dev.escapement.samples.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * One point of the page's charts: half a second of the runtime's life.
 *
 * @param number from 1, in order
 * @param epochMillis its end
 * @param loopLag null if no timer fired
 * @param resumeLag null if no thread ran again
 * @param overdueNanos the highest that was seen
 * @param heldBy the task that was seen twice in one poll while a timer was overdue; null if there
 *     was none
 */
record Sample(
    long number,
    long epochMillis,
    @Nullable Spread loopLag,
    @Nullable Spread resumeLag,
    long overdueNanos,
    long pending,
    double busyShare,
    @Nullable String heldBy,
    boolean hog,
    boolean saturation) {}
