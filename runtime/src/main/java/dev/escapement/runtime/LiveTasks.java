package dev.escapement.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Ownership
 *   field              written by    read by       mode, guard
 *   cells (reference)  carrier       any thread    release, acquire                [E1]
 *   cells (elements)   carrier       any thread    release, acquire                [E1]
 *   size               carrier       any thread    opaque
 * Ordering
 *   E1  A cell, and an array of another length once it is filled, is stored with release and read with acquire: a reader sees
 *       whole cells, and in a new array all that were in the old one.
 * Reading    from another thread is a view of the moment: a task that ends meanwhile moves the last one into its place, so a
 *            reader can miss one, or see one twice. While the carrier is idle, or stuck in a poll that spawns nothing, the view is
 *            exact.
 * Evidence   LiveTasksModelTest. Race: LiveTasksRace (E1)
 */
/**
 * The spawned tasks that have not ended, in no order: a dense array, so that adding and removing is
 * O(1).
 */
final class LiveTasks {
  private static final int MIN_CAPACITY = 64;
  private static final VarHandle CELLS =
      Fields.find(MethodHandles.lookup(), "cells", TaskCell[].class);
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(TaskCell[].class);
  private static final VarHandle SIZE = Fields.find(MethodHandles.lookup(), "size", int.class);

  private @Nullable TaskCell<?>[] cells = new TaskCell<?>[MIN_CAPACITY];
  private int size;

  private void setCellsRelease(@Nullable TaskCell<?>[] value) {
    CELLS.setRelease(this, value);
  }

  private @Nullable TaskCell<?>[] cellsAcquire() {
    return (@Nullable TaskCell<?>[]) CELLS.getAcquire(this);
  }

  private static void setCellRelease(
      @Nullable TaskCell<?>[] array, int at, @Nullable TaskCell<?> value) {
    CELL.setRelease(array, at, value);
  }

  private static @Nullable TaskCell<?> cellAcquire(@Nullable TaskCell<?>[] array, int at) {
    return (@Nullable TaskCell<?>) CELL.getAcquire(array, at);
  }

  private void setSizeOpaque(int value) {
    SIZE.setOpaque(this, value);
  }

  int size() {
    return (int) SIZE.getOpaque(this);
  }

  void add(TaskCell<?> cell) {
    if (size == cells.length) {
      setCellsRelease(Arrays.copyOf(cells, size + (size >> 1)));
    }
    cell.liveIndex = size;
    setCellRelease(cells, size, cell);
    setSizeOpaque(size + 1);
  }

  /** Does nothing for a cell that is not here. */
  void remove(TaskCell<?> cell) {
    int at = cell.liveIndex;
    if (at == TaskCell.NOT_LIVE) {
      return;
    }
    cell.liveIndex = TaskCell.NOT_LIVE;
    int lastAt = size - 1;
    TaskCell<?> last = cells[lastAt];
    if (last != null && last != cell) {
      last.liveIndex = at;
      setCellRelease(cells, at, last);
    }
    setCellRelease(cells, lastAt, null);
    setSizeOpaque(lastAt);
    if (lastAt < cells.length >> 2 && cells.length > MIN_CAPACITY) {
      setCellsRelease(Arrays.copyOf(cells, Math.max(MIN_CAPACITY, cells.length >> 1)));
    }
  }

  /** The live tasks, oldest first; see "Reading" above. */
  List<TaskCell<?>> view() {
    @Nullable TaskCell<?>[] array = cellsAcquire();
    List<TaskCell<?>> found = new ArrayList<>();
    for (int i = 0; i < array.length; i++) {
      TaskCell<?> cell = cellAcquire(array, i);
      if (cell != null) {
        found.add(cell);
      }
    }
    found.sort((a, b) -> Long.compare(a.id, b.id));
    return found;
  }
}
