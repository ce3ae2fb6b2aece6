// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.hub.RawGreenlet;
import io.jevent.internal.settings.Setting;
import io.jevent.monitor.CombinedTracer;
import io.jevent.trace.EventLog.Kind;
import io.jevent.trace.TracePage.Note;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Records what the greenlets of all hubs do, and writes it into a file when it is closed: a page with a picture if the
 * file's name ends in {@code .html}, the trace-event format that Perfetto opens if it ends in {@code .json}.
 *
 * <pre>{@code
 * try (var _ = TraceFile.record(Path.of("flow.html"))) {
 *     Jevent.run(() -> ...);
 * }
 * }</pre>
 *
 * <p>The newest million events are kept, about 20 bytes each; {@code -Djevent.trace.events=} sets another number. A
 * switch counts as two to four. Recording makes a switch several times as slow as it is otherwise.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class TraceFile implements AutoCloseable {

    private final Path file;
    private final TraceRecorder recorder;
    private final List<Note> notes = new CopyOnWriteArrayList<>();
    private boolean closed;

    private TraceFile(Path file, TraceRecorder recorder) {
        this.file = file;
        this.recorder = recorder;
    }

    /**
     * Begins to record all hubs, those that will be opened too. The file is opened at once, to see whether that works,
     * but an older one of that name is left as it is until {@link #close}.
     *
     * @param file what to write; its name ends in {@code .html} or {@code .json}
     * @return the open recording; close it to write the file
     * @throws IllegalArgumentException if its name ends otherwise
     * @throws IOException if the file cannot be written
     */
    public static TraceFile record(Path file) throws IOException {
        if (!isPage(file) && !hasEnding(file, ".json")) {
            throw new IllegalArgumentException(
                    "the name of a trace must end in .html, for a page, or in .json, for" + " Perfetto: " + file);
        }
        try {
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
        } catch (NoSuchFileException e) {
            Path folder = file.toAbsolutePath().getParent();
            throw folder == null || Files.isDirectory(folder) ? e : new IOException("there is no folder " + folder, e);
        }
        var recorder = new TraceRecorder(Setting.TRACE_EVENTS.number());
        CombinedTracer.addEverywhere(recorder);
        return new TraceFile(file, recorder);
    }

    private static boolean isPage(Path file) {
        return hasEnding(file, ".html") || hasEnding(file, ".htm");
    }

    private static boolean hasEnding(Path file, String ending) {
        String path = file.toString();
        return path.regionMatches(true, path.length() - ending.length(), ending, 0, ending.length());
    }

    /**
     * Marks the present moment in the lane of a greenlet: the page draws a numbered flag there and lists the text.
     *
     * @param greenlet the greenlet that the mark is about, of the hub of the calling thread
     * @param text what to show
     * @switches never
     */
    public void mark(RawGreenlet greenlet, String text) {
        recorder.marked(Kind.MARK, Objects.requireNonNull(greenlet, "greenlet"), Objects.requireNonNull(text, "text"));
    }

    /**
     * Marks the present moment as one in which something happened to the program, such as a fault: as {@link #mark},
     * with a flag of another color and a letter instead of a number.
     *
     * @param greenlet the greenlet in whose lane the flag stands, of the hub of the calling thread
     * @param text what happened
     * @switches never
     */
    public void event(RawGreenlet greenlet, String text) {
        recorder.marked(Kind.EVENT, Objects.requireNonNull(greenlet, "greenlet"), Objects.requireNonNull(text, "text"));
    }

    /**
     * Adds a text to the page, the first above the picture and others below it, such as the failure that it explains; a
     * trace for Perfetto has none.
     *
     * @param title its title
     * @param text its lines, which are shown as they are
     * @switches never
     */
    public void note(String title, String text) {
        notes.add(new Note(Objects.requireNonNull(title, "title"), Objects.requireNonNull(text, "text")));
    }

    /**
     * Ends the recording and writes the file, while the hubs may go on; the calling thread is busy until that is done.
     * Does nothing if it was closed before.
     *
     * @throws IOException if the file cannot be written
     * @switches never
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        Recording recording = recorder.stop();
        CombinedTracer.removeEverywhere(recorder);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            if (isPage(file)) {
                TracePage.write(
                        recording, notes, String.valueOf(Objects.requireNonNull(file.getFileName(), "file")), out);
            } else {
                TraceEvents.write(recording, out);
            }
        }
    }
}
