// SPDX-License-Identifier: Apache-2.0
/**
 * The Java side of the launcher.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>{@code Main} is the main class; {@code Run} runs a program, {@code Simulate} runs it in many schedules with a
 *       {@code ProgressLine}, {@code Examples} lists the examples; a {@code LauncherException} ends with a message.
 *   <li>Programs from source: {@code SourceProgram} compiles a {@code SourceFile} by the {@code MemoryCompiler} with
 *       its {@code MemoryFileManager}; {@code SourceLoader} loads the classes, {@code MainMethod} finds the method to
 *       call.
 *   <li>Options: {@code Patches}, {@code MaxBlocking}, {@code Tracing}; {@code Observers} connects the tools of the
 *       JDK; {@code Failure} prints the exception of a program.
 * </ul>
 */
@NullMarked
package io.jevent.cli;

import org.jspecify.annotations.NullMarked;
