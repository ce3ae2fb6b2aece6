// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import java.io.File;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which file system the code of a simulated machine has, and which files of this machine it may read all the
 * same.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class WorldFiles {

    /** Classes and resources: the JDK's and those of the program. */
    private static final List<Path> READABLE = readable();

    private final World world;
    private Supplier<@Nullable FileSystem> fileSystem = () -> null;

    WorldFiles(World world) {
        this.world = world;
    }

    private static List<Path> readable() {
        var roots = new ArrayList<Path>();
        for (String property : List.of("java.home", "java.class.path", "jdk.module.path")) {
            String paths = System.getProperty(property, "");
            for (String path : paths.split(File.pathSeparator, -1)) {
                if (!path.isBlank()) {
                    roots.add(absolute(Path.of(path)));
                }
            }
        }
        return List.copyOf(roots);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /**
     * Sets where the files of simulated machines are.
     *
     * @param made answers the file system of the code that asks; null if it belongs to no simulated machine
     */
    public void setFileSystem(Supplier<@Nullable FileSystem> made) {
        fileSystem = made;
    }

    /** {@return the file system of the code that asks; null if it belongs to no simulated machine} */
    public @Nullable FileSystem fileSystem() {
        return fileSystem.get();
    }

    /**
     * Whether a file of this machine may be read: a class, a resource or a temporary file.
     *
     * @param path a path of this machine
     * @return true if it may
     */
    public boolean isReadable(Path path) {
        Path file = absolute(path);
        return READABLE.stream().anyMatch(file::startsWith) || isTemporary(file);
    }

    /**
     * Whether a file of this machine may be written: a temporary file of the run.
     *
     * @param path a path of this machine
     * @return true if it may
     */
    public boolean isTemporary(Path path) {
        return world.temporaryFiles().has(absolute(path));
    }
}
