// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import io.jevent.sim.disk.Journal.Change;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out the operations of the JDK on a disk. Each disk has a provider of its own. */
final class DiskProvider extends FileSystemProvider {

    static final String SCHEME = "jevent-disk";

    private final DiskFileSystem fileSystem;

    DiskProvider(DiskFileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    private Disk disk() {
        return fileSystem.disk();
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new FileSystemAlreadyExistsException("a simulated disk is made by its simulation: " + uri);
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return fileSystem.getPath(Objects.requireNonNullElse(uri.getPath(), "/"));
    }

    private @Nullable Inode find(DiskPath path) {
        @Nullable Inode inode = disk().root();
        for (String name : path.toAbsolutePath().normalize().names()) {
            inode = inode instanceof FolderNode folder ? folder.get(name) : null;
        }
        return inode;
    }

    /** The file or folder at a path. */
    Inode existing(Path path) throws NoSuchFileException {
        Inode inode = find(DiskPath.of(path));
        if (inode == null) {
            throw new NoSuchFileException(path.toString());
        }
        return inode;
    }

    /** The place of a name in its folder. */
    private record Place(FolderNode folder, String name) {
        @Nullable
        Inode target() {
            return folder.get(name);
        }
    }

    private Place place(Path path) throws IOException {
        DiskPath real = DiskPath.of(path).toAbsolutePath().normalize();
        DiskPath parent = real.getParent();
        if (parent == null) {
            throw new FileSystemException(path.toString(), null, "the root of a disk cannot be changed");
        }
        Inode folder = existing(parent);
        if (folder instanceof FolderNode known) {
            return new Place(known, real.names().getLast());
        }
        throw new NotDirectoryException(parent.toString());
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        boolean append = options.contains(StandardOpenOption.APPEND);
        boolean write = append || options.contains(StandardOpenOption.WRITE);
        boolean read = options.contains(StandardOpenOption.READ) || !write;
        if (append
                && (options.contains(StandardOpenOption.READ)
                        || options.contains(StandardOpenOption.TRUNCATE_EXISTING))) {
            throw new IllegalArgumentException("APPEND goes neither with READ nor with TRUNCATE_EXISTING");
        }
        DiskPath real = DiskPath.of(path);
        if (write) {
            disk().operate("open", path);
            create(path, options);
        }
        var options2 =
                new DiskChannel.Options(read, write, append, options.contains(StandardOpenOption.DELETE_ON_CLOSE));
        return switch (existing(real)) {
            case FolderNode folder when !write -> DiskChannel.ofFolder(disk(), real, folder);
            case FolderNode _ -> throw new FileSystemException(path.toString(), null, "Is a directory");
            case FileNode file -> {
                var channel = DiskChannel.ofFile(disk(), real, file, options2);
                if (write && file.size() > 0 && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
                    var _ = channel.truncate(0);
                }
                yield channel;
            }
        };
    }

    private void create(Path path, Set<? extends OpenOption> options) throws IOException {
        Place place = place(path);
        boolean isNew = options.contains(StandardOpenOption.CREATE_NEW);
        if (place.target() != null) {
            if (isNew) {
                throw new FileAlreadyExistsException(path.toString());
            }
        } else if (isNew || options.contains(StandardOpenOption.CREATE)) {
            disk().journal().apply(new Change(place.folder, place.name, new FileNode()));
        }
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        if (!(existing(path) instanceof FolderNode folder)) {
            throw new NotDirectoryException(path.toString());
        }
        var entries = new ArrayList<Path>();
        for (String name : folder.names()) {
            Path entry = path.resolve(name);
            if (filter.accept(entry)) {
                entries.add(entry);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return List.copyOf(entries).iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        disk().operate("change of a folder", path);
        Place place = place(path);
        if (place.target() != null) {
            throw new FileAlreadyExistsException(path.toString());
        }
        disk().journal().apply(new Change(place.folder, place.name, new FolderNode()));
    }

    @Override
    public void delete(Path path) throws IOException {
        disk().operate("change of a folder", path);
        Place place = place(path);
        Inode target = place.target();
        if (target == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (target instanceof FolderNode folder && !folder.isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
        }
        disk().grow(-target.size(), path);
        disk().journal().apply(new Change(place.folder, place.name, null));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        Inode inode = existing(source);
        if (inode instanceof FolderNode) {
            createDirectory(target);
            return;
        }
        boolean replace = List.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
        Set<OpenOption> write = Set.of(
                StandardOpenOption.WRITE,
                replace ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
                StandardOpenOption.TRUNCATE_EXISTING);
        try (FileChannel in = newFileChannel(source, Set.of(StandardOpenOption.READ));
                FileChannel out = newFileChannel(target, write)) {
            in.transferTo(0, in.size(), out);
        }
    }

    /** A move replaces its target in one change, with ATOMIC_MOVE also without REPLACE_EXISTING, as on Linux. */
    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        disk().operate("change of a folder", source);
        List<CopyOption> all = List.of(options);
        boolean replace =
                all.contains(StandardCopyOption.REPLACE_EXISTING) || all.contains(StandardCopyOption.ATOMIC_MOVE);
        Inode inode = existing(source);
        Place from = place(source);
        Place to = place(target);
        Inode before = to.target();
        if (before == inode) {
            return;
        }
        if (before != null && !replace) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (before instanceof FolderNode folder && !folder.isEmpty()) {
            throw new DirectoryNotEmptyException(target.toString());
        }
        if (DiskPath.of(target)
                .toAbsolutePath()
                .normalize()
                .startsWith(DiskPath.of(source).toAbsolutePath().normalize())) {
            throw new FileSystemException(source.toString(), target.toString(), "a folder cannot move into itself");
        }
        disk().grow(before == null ? 0 : -before.size(), target);
        disk().journal().apply(new Change(from.folder, from.name, null), new Change(to.folder, to.name, inode));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return other instanceof DiskPath && existing(path) == existing(other);
    }

    @Override
    public boolean isHidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) {
        return new DiskStore(disk());
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        var _ = existing(path);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return type == BasicFileAttributeView.class ? type.cast(new View(path)) : null;
    }

    /** Reads and sets times. */
    private final class View implements BasicFileAttributeView {
        private final Path path;

        View(Path path) {
            this.path = path;
        }

        @Override
        public String name() {
            return "basic";
        }

        @Override
        public BasicFileAttributes readAttributes() throws IOException {
            return DiskAttributes.of(existing(path));
        }

        @Override
        public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
                throws IOException {
            Inode inode = existing(path);
            inode.setTimes(
                    Objects.requireNonNullElse(modified, inode.modified()),
                    Objects.requireNonNullElse(created, inode.created()));
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (type != BasicFileAttributes.class) {
            throw new UnsupportedOperationException("a simulated disk has no " + type.getSimpleName());
        }
        return type.cast(DiskAttributes.of(existing(path)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options) throws IOException {
        DiskAttributes attributes = DiskAttributes.of(existing(path));
        var all = new LinkedHashMap<String, Object>();
        all.put("size", attributes.size());
        all.put("creationTime", attributes.creationTime());
        all.put("lastModifiedTime", attributes.lastModifiedTime());
        all.put("lastAccessTime", attributes.lastAccessTime());
        all.put("isDirectory", attributes.isDirectory());
        all.put("isRegularFile", attributes.isRegularFile());
        all.put("isSymbolicLink", false);
        all.put("isOther", false);
        all.put("fileKey", attributes.fileKey());
        String wanted = names.startsWith("basic:") ? names.substring("basic:".length()) : names;
        if (wanted.contains(":")) {
            throw new UnsupportedOperationException("a simulated disk has no attributes " + names);
        }
        if (!List.of(wanted.split(",", -1)).contains("*")) {
            all.keySet().retainAll(List.of(wanted.split(",", -1)));
        }
        return all;
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options) throws IOException {
        if (!name.replace("basic:", "").equals("lastModifiedTime") || !(value instanceof FileTime time)) {
            throw new UnsupportedOperationException("a simulated disk cannot set " + name);
        }
        new View(path).setTimes(time, null, null);
    }
}
