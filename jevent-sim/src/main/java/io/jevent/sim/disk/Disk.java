// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import io.jevent.Jevent;
import io.jevent.testing.Choices;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * A disk in memory, with the faults of a real one. Programs use it through {@link java.nio.file.Files} and
 * {@link java.nio.channels.FileChannel} with the paths of its {@link #fileSystem}.
 *
 * <p>At a {@link #crash} the disk keeps what was forced, and of the rest what the choices of the simulation decide:
 *
 * <ul>
 *   <li>Each write to a file since the last {@code force} of a channel of this file is kept, lost, or torn: only its
 *       first bytes are kept. So is each truncation, which is kept or lost.
 *   <li>Changes of folders (a file is made, moved, deleted) are written in their order, each entirely or not at all: of
 *       those since the last {@code force} of the folder the first few are kept. A folder is forced by a channel that
 *       is opened for reading, as on Linux. To force a file does not force its folder: a new file may be gone, or
 *       empty.
 *   <li>A move is atomic.
 * </ul>
 *
 * <p>Errors, short writes, a size and slowness are set here; without them each call succeeds and takes no time. Memory
 * mapping, watching, links, owners and permissions are not simulated and throw {@link UnsupportedOperationException}.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class Disk {

    private final String name;
    private final Choices choices;
    private final DiskFileSystem fileSystem;
    private final Journal journal = new Journal();
    private final FolderNode root = new FolderNode();
    private double errors;
    private double shortWrites;
    private long capacity = Long.MAX_VALUE;
    private long used;
    private Duration fastest = Duration.ZERO;
    private Duration slowest = Duration.ZERO;
    private int crashes;

    /**
     * Makes an empty disk.
     *
     * @param name its name, for the labels of choices and for reports
     * @param choices decide the faults
     */
    public Disk(String name, Choices choices) {
        this.name = Objects.requireNonNull(name, "name");
        this.choices = Objects.requireNonNull(choices, "choices");
        this.fileSystem = new DiskFileSystem(this);
    }

    /** {@return its name} */
    public String name() {
        return name;
    }

    /** {@return its files, with paths such as {@code /data/log}} */
    public FileSystem fileSystem() {
        return fileSystem;
    }

    /**
     * Returns a path on this disk.
     *
     * @param first the path, or its beginning
     * @param more further names
     * @return the path; one that does not begin with a slash is relative to the root
     */
    public Path path(String first, String... more) {
        return fileSystem.getPath(first, more);
    }

    /**
     * Makes reads, writes and forces fail now and then. After a failed {@code force} the writes before it are lost at a
     * crash, also if a later one succeeds, as on Linux.
     *
     * @param probability how often, from 0 to 1
     * @return this
     */
    public Disk errors(double probability) {
        errors = probability(probability);
        return this;
    }

    /**
     * Makes a write now and then take only a part of its bytes, which {@link java.nio.channels.FileChannel#write} may
     * do at any time.
     *
     * @param probability how often, from 0 to 1
     * @return this
     */
    public Disk shortWrites(double probability) {
        shortWrites = probability(probability);
        return this;
    }

    private static double probability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1: " + probability);
        }
        return probability;
    }

    /**
     * Sets its size. A write beyond it fails.
     *
     * @param bytes how many bytes all files may have together, at least 0
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Disk capacity(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the capacity must not be negative: " + bytes);
        }
        capacity = bytes;
        return this;
    }

    /**
     * Sets how long a read, a write, a force or a change of a folder takes in virtual time. The greenlet waits for it,
     * so others run meanwhile.
     *
     * @param fastest the shortest time, which is the plain case
     * @param slowest the longest time
     * @return this
     * @throws IllegalArgumentException if {@code slowest} is less than {@code fastest} or {@code fastest} is negative
     */
    public Disk latency(Duration fastest, Duration slowest) {
        if (fastest.isNegative() || slowest.compareTo(fastest) < 0) {
            throw new IllegalArgumentException("the latency must not be from " + fastest + " to " + slowest);
        }
        this.fastest = fastest;
        this.slowest = slowest;
        return this;
    }

    /**
     * Loses power: what was not forced is kept, lost or torn, as the choices decide. Open channels are closed; the disk
     * can be used again at once.
     *
     * @switches never
     */
    public void crash() {
        crashes++;
        journal.crash(choices, name);
        root.crash(file -> file.crash(choices, name));
        used = root.bytes();
    }

    /** How often it has lost its power: channels of an earlier time are closed. */
    int crashes() {
        return crashes;
    }

    FolderNode root() {
        return root;
    }

    Journal journal() {
        return journal;
    }

    /** Takes the time of an operation, which may fail. */
    void operate(String operation, Object path) throws IOException {
        if (slowest.isPositive()) {
            long micros = choices.between(
                    name + ": microseconds of a " + operation, fastest.toNanos() / 1000, slowest.toNanos() / 1000);
            if (micros > 0) {
                Jevent.sleep(Duration.ofNanos(micros * 1000));
            }
        }
        if (errors > 0 && choices.chance(name + ": " + operation + " fails", errors)) {
            throw new FileSystemException(path.toString(), null, "Input/output error (simulated, " + operation + ")");
        }
    }

    /** How many bytes of a write are taken. */
    int accept(int bytes) {
        if (bytes < 2 || shortWrites == 0 || !choices.chance(name + ": short write", shortWrites)) {
            return bytes;
        }
        return (int) choices.between(name + ": bytes of a short write", 1, bytes - 1L);
    }

    /** Accounts for a file that grows or shrinks. */
    void grow(long bytes, Object path) throws IOException {
        if (bytes > 0 && used + bytes > capacity) {
            throw new FileSystemException(path.toString(), null, "No space left on device (simulated)");
        }
        used += bytes;
    }

    long capacity() {
        return capacity;
    }

    /** {@return how many bytes its files have} */
    public long used() {
        return used;
    }

    @Override
    public String toString() {
        return "disk " + name;
    }
}
