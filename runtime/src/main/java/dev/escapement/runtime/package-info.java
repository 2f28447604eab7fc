/**
 * A coroutine-style runtime: tasks that one carrier thread polls, and timers that fire in exact
 * order.
 *
 * <p>Here belong tasks, their wakers, the carrier loop, the timer heap and what can be awaited.
 * Threads that block belong to the bridge module, virtual time to {@code
 * dev.escapement.runtime.sim}.
 *
 * <p><b>Memory consistency.</b> What a thread does before {@link
 * dev.escapement.runtime.Waker#wake()}, before handing a task to {@link
 * dev.escapement.runtime.TaskRuntime#spawn spawn}, before {@link
 * dev.escapement.runtime.TaskRuntime#schedule schedule} or before {@link
 * dev.escapement.runtime.Promise#complete complete} happens-before the poll or callback that
 * follows from it. What comes before a {@linkplain dev.escapement.runtime.Channel#send send} or a
 * {@linkplain dev.escapement.runtime.Semaphore#release release} happens-before the end of the
 * receive or acquire that gets the value or the permit. What a task does before it is ready
 * happens-before whatever sees its result: {@code join}, a waiting task, or the future.
 *
 * <p><b>Flight recordings.</b> A recording of the JDK's flight recorder that enables them is told
 * of late timers ({@code dev.escapement.TimerLag}, beyond its setting {@code lagThreshold}, 10 ms
 * by default), of polls that do not end ({@code dev.escapement.CarrierStall}, with the carrier's
 * stack) and of clocks that went apart ({@code dev.escapement.ClockJump}).
 */
@NullMarked
package dev.escapement.runtime;

import org.jspecify.annotations.NullMarked;
