// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Locks of the operating system that the owner of a key holds: if two processes own a key at the same time, the second
 * one fails to lock its file and prints a line. A process that ends, however that happens, holds none.
 */
final class Fence {

    /** How the line begins that reports two owners. */
    static final String BROKEN = "two owners of ";

    private final Path folder;
    private final Map<String, FileChannel> held = new HashMap<>();

    Fence(Path folder) {
        this.folder = folder;
    }

    /** The actor of a key starts; one whose predecessor failed has the lock already. */
    void enter(String key) {
        if (held.containsKey(key)) {
            return;
        }
        try {
            FileChannel file = FileChannel.open(folder.resolve(key), CREATE, WRITE);
            if (file.tryLock() == null) {
                IO.println(BROKEN + key);
            }
            held.put(key, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The actor of a key has ended. */
    void leave(String key) {
        FileChannel file = held.remove(key);
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
