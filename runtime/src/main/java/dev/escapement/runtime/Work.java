package dev.escapement.runtime;

/** What waits in the ready queue: a task to poll or a callback to run. */
sealed interface Work permits TaskCell, TimerHandle {}
