// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import io.jevent.hub.Attachments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The temporary files of a run. They have the same names in each run, so they are deleted at its end.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class TemporaryFiles {

    private final World world;
    private final List<Path> made = new ArrayList<>();

    TemporaryFiles(World world) {
        this.world = world;
        Attachments.of(world.hub()).onClose(this::delete);
    }

    /**
     * Chooses the name of a file that does not exist, and that is deleted at the end of the run.
     *
     * @param folder its folder
     * @param prefix the start of its name
     * @param suffix the end of its name
     * @return its path
     * @throws IllegalArgumentException if prefix and suffix do not give a simple name
     */
    public Path next(Path folder, String prefix, String suffix) {
        while (true) {
            Path name = folder.getFileSystem().getPath(prefix + Long.toUnsignedString(world.nextSeed()) + suffix);
            if (name.getParent() != null) {
                throw new IllegalArgumentException("Invalid prefix or suffix");
            }
            Path path = folder.resolve(name);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                made.add(path);
                return path;
            }
        }
    }

    /** Whether a path is one of them, or within one. */
    boolean has(Path path) {
        return made.stream().anyMatch(path::startsWith);
    }

    private void delete() {
        for (Path path : made) {
            try (Stream<Path> below = Files.walk(path)) {
                for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // the program has deleted it, or keeps others from doing so
            }
        }
    }
}
