// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** An open file, or an open folder that can be forced only. */
final class DiskChannel extends FileChannel {

    private static final int TRANSFER = 8192;

    /** How it was opened. */
    record Options(boolean read, boolean write, boolean append, boolean deletes) {}

    private final Disk disk;
    private final DiskPath path;
    private final @Nullable FileNode file;
    private final @Nullable FolderNode folder;
    private final Options options;
    private final int crashes;
    private long position;

    private DiskChannel(
            Disk disk, DiskPath path, @Nullable FileNode file, @Nullable FolderNode folder, Options options) {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.folder = folder;
        this.options = options;
        this.crashes = disk.crashes();
    }

    static DiskChannel ofFile(Disk disk, DiskPath path, FileNode file, Options options) {
        return new DiskChannel(disk, path, file, null, options);
    }

    static DiskChannel ofFolder(Disk disk, DiskPath path, FolderNode folder) {
        return new DiskChannel(disk, path, null, folder, new Options(true, false, false, false));
    }

    private FileNode openFile() throws IOException {
        requireOpen();
        if (file == null) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        return file;
    }

    private void requireOpen() throws IOException {
        if (crashes != disk.crashes()) {
            close(); // the disk has lost its power
        }
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    private FileNode readable() throws IOException {
        FileNode node = openFile();
        if (!options.read) {
            throw new NonReadableChannelException();
        }
        return node;
    }

    private FileNode writable() throws IOException {
        FileNode node = openFile();
        if (!options.write) {
            throw new NonWritableChannelException();
        }
        return node;
    }

    /** Takes the time of an operation; the disk may lose its power meanwhile. */
    private void operate(String operation) throws IOException {
        disk.operate(operation, path);
        requireOpen();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = read(into, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        FileNode node = readable();
        notNegative(at);
        operate("read");
        return node.read(at, into);
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            while (into[i].hasRemaining()) {
                int count = read(into[i]);
                if (count < 0) {
                    return sum == 0 ? -1 : sum;
                }
                sum += count;
            }
        }
        return sum;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        FileNode node = writable();
        if (options.append) {
            position = node.size();
        }
        int count = write(from, position);
        position += count;
        return count;
    }

    @Override
    public int write(ByteBuffer from, long at) throws IOException {
        FileNode node = writable();
        notNegative(at);
        operate("write");
        int count = disk.accept(from.remaining());
        if (at + count > Integer.MAX_VALUE - 8L) {
            throw new FileSystemException(path.toString(), null, "a simulated file has at most 2 GB");
        }
        disk.grow(Math.max(0, at + count - node.size()), path);
        var bytes = new byte[count];
        from.get(bytes);
        node.write(at, bytes);
        return count;
    }

    private static void notNegative(long at) {
        if (at < 0) {
            throw new IllegalArgumentException("a position must not be negative: " + at);
        }
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long sum = 0;
        for (int i = offset; i < offset + length; i++) {
            while (from[i].hasRemaining()) {
                sum += write(from[i]);
            }
        }
        return sum;
    }

    @Override
    public long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        requireOpen();
        notNegative(newPosition);
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        return openFile().size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        FileNode node = writable();
        notNegative(size);
        operate("write");
        disk.grow(Math.min(0, size - node.size()), path);
        node.truncate(size);
        position = Math.min(position, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        requireOpen();
        try {
            operate("force");
        } catch (FileSystemException e) {
            if (file != null) {
                file.forget();
            }
            throw e;
        }
        if (folder != null) {
            disk.journal().force(folder);
        } else {
            openFile().force();
        }
    }

    @Override
    public long transferTo(long at, long count, WritableByteChannel target) throws IOException {
        long sum = 0;
        while (sum < count) {
            var buffer = ByteBuffer.allocate((int) Math.min(TRANSFER, count - sum));
            int size = read(buffer, at + sum);
            if (size < 0) {
                break;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                sum += target.write(buffer);
            }
        }
        return sum;
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) throws IOException {
        long sum = 0;
        while (sum < count) {
            var buffer = ByteBuffer.allocate((int) Math.min(TRANSFER, count - sum));
            if (source.read(buffer) <= 0) {
                break;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                sum += write(buffer, at + sum);
            }
        }
        return sum;
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long size) {
        throw new UnsupportedOperationException("files of a simulated disk cannot be mapped; read and write them");
    }

    @Override
    public FileLock lock(long at, long size, boolean shared) throws IOException {
        return tryLock(at, size, shared);
    }

    @Override
    public FileLock tryLock(long at, long size, boolean shared) throws IOException {
        return openFile().locks().lock(this, at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        if (options.deletes && crashes == disk.crashes()) {
            var _ = Files.deleteIfExists(path);
        }
    }
}
