// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The frames of Python functions in a stack of Jython, which compiles each module to a class and each function to a
 * method of it. The frames between them are those of the interpreter.
 */
final class JythonFrames {

    private static final String MODULE = "$py";
    private static final String COMPILED = "org.python.pycode.";

    /** A function {@code wait} is a method {@code wait$12}, and the code of a module {@code f$0}. */
    private static final Pattern NUMBER = Pattern.compile("\\$\\d+$");

    private JythonFrames() {}

    static boolean present(StackTraceElement[] stack) {
        return Stream.of(stack).anyMatch(JythonFrames::isFunction);
    }

    /** Returns the frames of functions, named as the program names them. */
    static StackTraceElement[] only(StackTraceElement[] stack) {
        return Stream.of(stack)
                .filter(JythonFrames::isFunction)
                .map(JythonFrames::ofPython)
                .toArray(StackTraceElement[]::new);
    }

    private static boolean isFunction(StackTraceElement frame) {
        String type = frame.getClassName();
        return (type.endsWith(MODULE) || type.startsWith(COMPILED))
                && NUMBER.matcher(frame.getMethodName()).find();
    }

    private static StackTraceElement ofPython(StackTraceElement frame) {
        String type = frame.getClassName();
        String module = type.endsWith(MODULE) ? type.substring(0, type.length() - MODULE.length()) : "__main__";
        String function = NUMBER.matcher(frame.getMethodName()).replaceFirst("");
        return new StackTraceElement(module, function, frame.getFileName(), frame.getLineNumber());
    }
}
