// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import io.jevent.tests.documents.Document.Block;
import java.util.List;

/** The commands and programs in the README. */
public final class Readme {

    private static final List<Block> BLOCKS =
            Document.read(Document.ROOT.resolve("README.md")).blocks();

    private Readme() {}

    /** Returns the lines that begin with {@code ./jevent}, without their comments, in order. */
    public static List<String> commands() {
        return BLOCKS.stream()
                .flatMap(block -> block.text().lines())
                .filter(line -> line.startsWith("./jevent"))
                .map(line -> line.replaceFirst(" +#.*", ""))
                .toList();
    }

    /** Returns the program. */
    public static String program() {
        return BLOCKS.get(indexOfProgram()).text();
    }

    /** Returns what the program prints, as the block after it says. */
    public static String output() {
        return BLOCKS.get(indexOfProgram() + 1).text() + "\n";
    }

    /** Returns the project that uses jevent as a library: its pom.xml, its program and its test. */
    public static List<String> library() {
        return BLOCKS.subList(indexOfLibrary(), indexOfLibrary() + 3).stream()
                .map(Block::text)
                .toList();
    }

    private static int indexOfLibrary() {
        return BLOCKS.stream().map(Block::language).toList().indexOf("xml");
    }

    private static int indexOfProgram() {
        for (int i = 0; i < BLOCKS.size(); i++) {
            if (BLOCKS.get(i).language().equals("java")) {
                return i;
            }
        }
        throw new IllegalStateException("the README shows no program");
    }
}
