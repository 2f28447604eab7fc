package dev.escapement.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a poll found: {@link Ready} with a value, or {@link Pending}.
 *
 * @param <T> the type of the value, which may be null
 */
public sealed interface Poll<T extends @Nullable Object> {
  /**
   * The task has ended with a value.
   *
   * @param value the result, which may be null
   * @param <T> its type
   */
  record Ready<T extends @Nullable Object>(T value) implements Poll<T> {
    private static final Ready<@Nullable Object> NULL = new Ready<>(null);
  }

  /**
   * The task will wake its waker when a further poll is worthwhile.
   *
   * @param <T> the type of the value to come
   */
  record Pending<T extends @Nullable Object>() implements Poll<T> {
    private static final Pending<@Nullable Object> INSTANCE = new Pending<>();
  }

  /**
   * A finished poll.
   *
   * @param value the result, which may be null
   * @param <T> its type
   * @return ready
   */
  @SuppressWarnings("unchecked") // a Ready of null is a Ready of any nullable type
  static <T extends @Nullable Object> Poll<T> ready(T value) {
    return value == null ? (Poll<T>) (Poll<?>) Ready.NULL : new Ready<>(value);
  }

  /**
   * An unfinished poll.
   *
   * @param <T> the type of the value to come
   * @return pending
   */
  @SuppressWarnings("unchecked") // a Pending holds no value
  static <T extends @Nullable Object> Poll<T> pending() {
    return (Poll<T>) (Poll<?>) Pending.INSTANCE;
  }

  /**
   * Whether this is {@link Ready}.
   *
   * @return true if ready
   */
  default boolean isReady() {
    return this instanceof Ready;
  }
}
