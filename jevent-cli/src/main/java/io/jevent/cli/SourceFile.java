// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.lang.model.element.NestingKind;
import javax.tools.SimpleJavaFileObject;

/** The source file of a program: may be named as it likes, and may begin with a {@code #!} line. */
final class SourceFile extends SimpleJavaFileObject {
    private final Path file;

    SourceFile(Path file) {
        super(file.toUri(), Kind.SOURCE);
        this.file = file;
    }

    @Override
    public String getName() {
        return file.toString();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
        String text = Files.readString(file);
        return text.startsWith("#!") ? "//" + text : text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        return kind == Kind.SOURCE && !simpleName.equals("module-info") && !simpleName.equals("package-info");
    }

    @Override
    public NestingKind getNestingKind() {
        return NestingKind.TOP_LEVEL;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceFile that && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }
}
