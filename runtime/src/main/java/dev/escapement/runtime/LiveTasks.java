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
 *   next               carrier       carrier       plain, confined
 * Ordering
 *   E1  A cell, and another array once it is filled, is stored with release and read with acquire: a reader sees whole cells,
 *       and in a new array all that were in the old one.
 * Reading    from another thread is a view of the moment: every task that was here before it began and is still here when it ends
 *            is in it, and none is in it twice. A task that comes or goes meanwhile may be in it.
 * Places     At least half of the array are holes. A task goes into the next hole after the cursor, which goes round and round. The
 *            cells that it passes in one round stood there when the round began, so they are half of the array at most:
 *            a task costs two looks on the average, though one may cost half of the array. The end of a task touches no other
 *            cell, but for the one that makes the array shrink: that one moves what is left, up to a 64th of the array. After
 *            a burst, the array keeps up to 256 bytes for each task that is left.
 * Evidence   LiveTasksModelTest. Races: LiveTasksRace, LiveTasksShrinkRace (E1)
 */
/** The spawned tasks that have not ended, in no order; adding and removing are O(1), amortized. */
final class LiveTasks {
  private static final int MIN_CAPACITY = 128;

  /** The array shrinks once fewer than one place in 64 is taken, since what is left has to move. */
  private static final int SPARSE_SHIFT = 6;

  /** It shrinks to a 16th. */
  private static final int SHRINK_SHIFT = 4;

  private static final VarHandle CELLS =
      Fields.find(MethodHandles.lookup(), "cells", TaskCell[].class);
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(TaskCell[].class);
  private static final VarHandle SIZE = Fields.find(MethodHandles.lookup(), "size", int.class);

  private @Nullable TaskCell<?>[] cells = new TaskCell<?>[MIN_CAPACITY];
  private int size;
  private int next;

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
    if (2 * size >= cells.length) {
      setCellsRelease(Arrays.copyOf(cells, 2 * cells.length));
      next = cells.length >> 1;
    }
    while (cells[next] != null) {
      next = (next + 1) & (cells.length - 1);
    }
    cell.liveIndex = next;
    setCellRelease(cells, next, cell);
    next = (next + 1) & (cells.length - 1);
    setSizeOpaque(size + 1);
  }

  /** Does nothing for a cell that is not here. */
  void remove(TaskCell<?> cell) {
    int at = cell.liveIndex;
    if (at == TaskCell.NOT_LIVE) {
      return;
    }
    cell.liveIndex = TaskCell.NOT_LIVE;
    setCellRelease(cells, at, null);
    setSizeOpaque(size - 1);
    if (size < cells.length >> SPARSE_SHIFT && cells.length > MIN_CAPACITY) {
      try {
        shrink(Math.max(MIN_CAPACITY, cells.length >> SHRINK_SHIFT));
      } catch (OutOfMemoryError e) {
        // Then the array stays longer than it need be: the end of a task must not fail.
      }
    }
  }

  /** Moves what is left to a shorter array. */
  private void shrink(int capacity) {
    @Nullable TaskCell<?>[] moved = new TaskCell<?>[capacity];
    next = 0;
    for (TaskCell<?> cell : cells) {
      if (cell != null) {
        cell.liveIndex = next;
        moved[next++] = cell;
      }
    }
    setCellsRelease(moved);
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
