// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

import io.jevent.sim.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The term, the vote and the log of a replica, on its disk: a file of lines, each of which replaces what lines before
 * it say. A line that a crash has torn has no end mark.
 */
final class Storage {

    private static final String END = " .";

    private final FileChannel channel;
    private final Flaw flaw;
    private final List<Entry> log = new ArrayList<>();
    private long term;
    private String vote = "-";

    Storage(Disk disk, Flaw flaw) throws IOException {
        this.flaw = flaw;
        Path file = disk.path("/replica");
        if (Files.exists(file)) {
            for (String line : Files.readString(file).split("\n", -1)) {
                if (line.endsWith(END)) {
                    read(line.split(" ", -1));
                }
            }
        }
        channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        append("\n"); // ends a torn line
        channel.force(true);
        try (FileChannel folder = FileChannel.open(disk.path("/"))) {
            folder.force(true);
        }
    }

    private void read(String[] words) {
        if (words[0].equals("term")) {
            term = Long.parseLong(words[1]);
            vote = words[2];
        } else {
            int index = Integer.parseInt(words[1]);
            truncate(index);
            if (log.size() == index) {
                log.add(Entry.parse(words[2]));
            }
        }
    }

    private void truncate(int size) {
        while (log.size() > size) {
            log.removeLast();
        }
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    long term() {
        return term;
    }

    String vote() {
        return vote;
    }

    List<Entry> log() {
        return log;
    }

    void setTerm(long newTerm, String newVote) throws IOException {
        append("term " + newTerm + " " + (flaw == Flaw.FORGETS_VOTE ? "-" : newVote) + END + "\n");
        channel.force(false);
        term = newTerm;
        vote = newVote;
    }

    /** Puts an entry at an index; later ones are dropped. */
    void put(int index, Entry entry) throws IOException {
        append("entry " + index + " " + entry + END + "\n");
        if (flaw != Flaw.ACK_BEFORE_FORCE) {
            channel.force(false);
        }
        truncate(index);
        log.add(entry);
    }
}
