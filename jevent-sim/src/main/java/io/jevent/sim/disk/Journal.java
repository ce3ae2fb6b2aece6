// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import io.jevent.testing.Choices;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of folders that a crash may lose, in order. Each is kept entirely or not at all. */
final class Journal {

    /** An entry of a folder gets another target, or none. */
    record Change(FolderNode folder, String name, @Nullable Inode target) {}

    private final List<List<Change>> pending = new ArrayList<>();

    /** Makes changes that belong together, and remembers them until they are forced. */
    void apply(Change... changes) {
        for (Change change : changes) {
            change.folder.put(change.name, change.target);
        }
        pending.add(List.of(changes));
    }

    /** Keeps the changes up to the last one of a folder. */
    void force(FolderNode folder) {
        int count = 0;
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).stream().anyMatch(change -> change.folder == folder)) {
                count = i + 1;
            }
        }
        keep(count);
    }

    private void keep(int count) {
        List<List<Change>> kept = pending.subList(0, count);
        kept.forEach(changes -> changes.forEach(change -> change.folder.keep(change.name, change.target)));
        kept.clear();
    }

    /** Keeps the first few changes. */
    void crash(Choices choices, String disk) {
        if (!pending.isEmpty()) {
            int lost = choices.choose(disk + ": changes of folders that the crash loses", pending.size() + 1);
            keep(pending.size() - lost);
            pending.clear();
        }
    }
}
