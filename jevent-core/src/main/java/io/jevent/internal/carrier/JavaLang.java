// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import io.jevent.internal.access.JavaLangOpener;
import io.jevent.internal.settings.Setting;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Opens {@code java.lang} to jevent, and explains how to open it. */
final class JavaLang {

    /** The only JDK that jevent is built for and tested on; the enforced range in the root {@code pom.xml} agrees. */
    static final int SUPPORTED_JDK = 25;

    private static final String ADD_ARTIFACT = "Add the artifact io.jevent:jevent-open to the class path or the module"
            + " path, which opens it without a flag. Or start";

    private static final Module JEVENT = JavaLang.class.getModule();

    private JavaLang() {}

    /**
     * Opens the package with {@code jevent-open} if no flag has opened it already.
     *
     * @return the reason why {@code jevent-open} is present and the package is still closed, as a sentence that ends in
     *     a space; empty if the package is open or the artifact is absent
     */
    static String open() {
        if (Object.class.getModule().isOpen("java.lang", JEVENT)) {
            return "";
        }
        try {
            return ServiceLoader.load(JavaLangOpener.class, JavaLang.class.getClassLoader())
                    .findFirst()
                    .map(JavaLang::openWith)
                    .orElse("");
        } catch (ServiceConfigurationError e) {
            return "jevent-open cannot be loaded: " + e.getMessage() + ". ";
        }
    }

    private static String openWith(JavaLangOpener opener) {
        try {
            if (!Setting.OPEN.isOn()) {
                return Setting.OPEN.property() + "=false keeps jevent-open from opening it. ";
            }
            opener.openTo(JEVENT);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage() + ". ";
        } catch (UnsupportedOperationException e) {
            return "jevent-open could not open it: " + e.getMessage() + ". ";
        }
    }

    /**
     * Opens the package of a class to jevent. {@code java.lang} is open, and {@code java.lang.Module} has the method
     * that opens other packages.
     *
     * @param type the class
     * @throws ReflectiveOperationException if this JVM does not let the package be opened
     */
    static void openPackageOf(Class<?> type) throws ReflectiveOperationException {
        open(type.getModule(), type.getPackageName(), JEVENT);
    }

    /**
     * Opens {@code java.lang} to another module, if it is open to this one.
     *
     * @param module the module
     * @throws ReflectiveOperationException if this JVM does not let the package be opened
     */
    static void openTo(Module module) throws ReflectiveOperationException {
        open(Object.class.getModule(), Object.class.getPackageName(), module);
    }

    private static void open(Module owner, String name, Module module) throws ReflectiveOperationException {
        if (owner.isOpen(name, module)) {
            return;
        }
        var opening = MethodHandles.privateLookupIn(Module.class, MethodHandles.lookup())
                .findVirtual(
                        Module.class, "implAddOpens", MethodType.methodType(void.class, String.class, Module.class));
        try {
            opening.invokeExact(owner, name, module);
        } catch (Throwable t) {
            throw new IllegalAccessException(owner + "/" + name + " cannot be opened: " + t);
        }
    }

    /**
     * Explains why virtual threads cannot be scheduled here and what to do about it.
     *
     * @param failure the exception of the look-up of the JDK's methods
     * @param opening the result of {@link #open}
     * @return the message
     */
    static String explain(Throwable failure, String opening) {
        if (Runtime.version().feature() != SUPPORTED_JDK) {
            return "jevent supports JDK " + SUPPORTED_JDK
                    + ": no released JDK has a public API for virtual threads on a"
                    + " scheduler of one's own, and the internal entry changes. It is not usable in this one: "
                    + System.getProperty("java.vm.name") + " " + Runtime.version() + " in "
                    + System.getProperty("java.home");
        }
        if (failure instanceof IllegalAccessException) {
            return "java.lang is not open to jevent. " + (opening.isEmpty() ? ADD_ARTIFACT : opening + "Start")
                    + withFlag();
        }
        return "this JDK " + SUPPORTED_JDK + " (" + Runtime.version() + ") lacks the entry for virtual threads on a"
                + " scheduler of one's own that jevent needs: " + failure;
    }

    private static String withFlag() {
        String target = JEVENT.isNamed() ? JEVENT.getName() : "ALL-UNNAMED";
        return " the JVM with --add-opens=java.base/java.lang=" + target + ", in one of three ways: on the command"
                + " line or in the environment variable JDK_JAVA_OPTIONS; as the manifest attribute 'Add-Opens:"
                + " java.base/java.lang' of an executable jar; or in surefire's <argLine>. (./jevent run sets it for"
                + " you.)";
    }
}
