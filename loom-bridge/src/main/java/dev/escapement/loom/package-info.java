/**
 * Blocking code on the timers of a runtime: {@code sleep}, {@code await}, time limits, forks and
 * scopes, and a scheduled executor, for virtual threads and platform threads alike.
 *
 * <p>From the JDK's own to these:
 *
 * <table class="plain">
 * <caption>What replaces what</caption>
 * <thead>
 * <tr><th scope="col">so far</th><th scope="col">here</th><th scope="col">what changes</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>{@code Thread.sleep(d)}</td>
 *     <td>{@link dev.escapement.loom.LoomBridge#sleep bridge.sleep(d)}</td>
 *     <td>equal deadlines wake in registration order; lag is measured</td></tr>
 * <tr><td>{@code Thread.startVirtualThread(r)}</td>
 *     <td>{@link dev.escapement.loom.LoomBridge#fork bridge.fork(name, c)}</td>
 *     <td>a result, a cancel that interrupts, a name in the dump</td></tr>
 * <tr><td>{@code future.get(d)} and an own clean-up</td>
 *     <td>{@link dev.escapement.loom.LoomBridge#withTimeout bridge.withTimeout(d, body)}</td>
 *     <td>fires also while every carrier of the JDK is busy; no stray interrupt afterwards</td></tr>
 * <tr><td>{@code Executors.newScheduledThreadPool(n)}</td>
 *     <td>{@link dev.escapement.loom.LoomBridge#scheduledExecutor bridge.scheduledExecutor()}</td>
 *     <td>a new virtual thread per run; tasks never wait for one another; cancelled timers are gone
 *     at once</td></tr>
 * <tr><td>{@code new ReentrantLock(true)}</td>
 *     <td>{@link dev.escapement.loom.LoomBridge#lock bridge.lock()}</td>
 *     <td>waits are the bridge's, and end with its time limits; tasks can take it, too</td></tr>
 * <tr><td>{@code Executors.newThreadPerTaskExecutor(f)}</td>
 *     <td>the same with {@link dev.escapement.loom.LoomBridge#threadFactory bridge.threadFactory()}
 *     </td><td>{@link dev.escapement.loom.Loom} works in its threads</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Memory consistency: what a thread does before it forks, schedules or submits happens before
 * what the new thread does; what that one does happens before another returns from {@code join},
 * {@code get} or {@code await} of it. What happens under a {@link dev.escapement.loom.LoomLock}
 * happens before what happens when it is held next.
 */
@NullMarked
package dev.escapement.loom;

import org.jspecify.annotations.NullMarked;
