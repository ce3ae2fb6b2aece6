// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A folder: its entries as programs see them, and those that a crash cannot lose. */
final class FolderNode extends Inode {

    private final SortedMap<String, Inode> entries = new TreeMap<>();
    private final SortedMap<String, Inode> kept = new TreeMap<>();

    @Nullable
    Inode get(String name) {
        return entries.get(name);
    }

    List<String> names() {
        return List.copyOf(entries.keySet());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void put(String name, @Nullable Inode target) {
        set(entries, name, target);
        touch();
    }

    void keep(String name, @Nullable Inode target) {
        set(kept, name, target);
    }

    private static void set(SortedMap<String, Inode> map, String name, @Nullable Inode target) {
        if (target == null) {
            map.remove(name);
        } else {
            map.put(name, target);
        }
    }

    /** Returns to what was kept, here and below. */
    void crash(Consumer<FileNode> files) {
        entries.clear();
        entries.putAll(kept);
        for (Inode inode : List.copyOf(entries.values())) {
            switch (inode) {
                case FileNode file -> files.accept(file);
                case FolderNode folder -> folder.crash(files);
            }
        }
    }

    /** How many bytes the files have, here and below. */
    long bytes() {
        long sum = 0;
        for (Inode inode : entries.values()) {
            sum += inode instanceof FolderNode folder ? folder.bytes() : inode.size();
        }
        return sum;
    }

    @Override
    long size() {
        return 0;
    }
}
