package dev.coracle.gui.task;

/**
 * What can be done after a task, such as taking it back.
 *
 * @param title in the user's language
 */
public record FollowUp(String title, Runnable action) {}
