// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.lang.module.ModuleDescriptor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's module that requires one of jevent's can use every type in the signatures of its exported packages. */
class ExportedTypesTest {

    private static final JavaClasses ALL = Modules.main(Modules.LIBRARIES.toArray(String[]::new));

    /** The packages of modules whose names are no prefixes of their packages. */
    private static final Map<String, String> PACKAGES_OF_OTHERS = Map.of(
            "micrometer.core", "io.micrometer.core",
            "micrometer.registry.prometheus", "io.micrometer.prometheusmetrics");

    static Stream<String> modules() {
        return Modules.LIBRARIES.stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void signaturesNameOnlyTypesOfModulesThatAreReadThroughThisOne(String module) {
        ModuleDescriptor descriptor = Modules.descriptor(module);
        Set<String> exported = exports(descriptor).collect(Collectors.toSet());
        Set<String> readable = transitive(descriptor);
        optional(descriptor).forEach(readable::add);
        var unreadable = new TreeSet<String>();
        for (JavaClass type : ALL) {
            if (isVisible(type) && exported.contains(type.getPackageName())) {
                signatures(type)
                        .flatMap(part -> part.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(part -> !part.isPrimitive())
                        .filter(part -> !exported.contains(part.getPackageName()) && !isReadable(part, readable))
                        .forEach(part -> unreadable.add(type.getName() + ": " + part.getName()));
            }
        }
        assertThat(unreadable).isEmpty();
    }

    private static Stream<String> exports(ModuleDescriptor descriptor) {
        return descriptor.exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source);
    }

    /**
     * The modules that a program needs only if it uses the types that name them: passed on, they would be needed
     * always.
     */
    private static Stream<String> optional(ModuleDescriptor descriptor) {
        return descriptor.requires().stream()
                .filter(required -> required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name);
    }

    /** The modules that come with a module, by name. */
    private static Set<String> transitive(ModuleDescriptor descriptor) {
        Set<String> found = new HashSet<>(Set.of("java.base"));
        for (ModuleDescriptor.Requires required : descriptor.requires()) {
            if (required.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
                found.add(required.name());
                jevent(required.name()).map(ExportedTypesTest::transitive).forEach(found::addAll);
            }
        }
        return found;
    }

    private static Stream<ModuleDescriptor> jevent(String name) {
        return Modules.LIBRARIES.stream()
                .map(Modules::descriptor)
                .filter(descriptor -> descriptor.name().equals(name));
    }

    private static boolean isReadable(JavaClass type, Set<String> modules) {
        String name = type.getPackageName();
        return modules.stream()
                .anyMatch(module -> ModuleLayer.boot()
                                .findModule(module)
                                .map(found -> found.isExported(name))
                                .orElse(false)
                        || jevent(module).flatMap(ExportedTypesTest::exports).anyMatch(name::equals)
                        || (name + ".").startsWith(PACKAGES_OF_OTHERS.getOrDefault(module, module) + "."));
    }

    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ExportedTypesTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static Stream<JavaType> signatures(JavaClass type) {
        Stream<JavaType> own = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaMember> visible = type.getMembers().stream().filter(member -> isVisible(member.getModifiers()));
        return Stream.concat(own, visible.flatMap(ExportedTypesTest::typesOf));
    }

    private static Stream<JavaType> typesOf(JavaMember member) {
        return switch (member) {
            case JavaField field -> Stream.of(field.getType());
            case JavaCodeUnit unit ->
                Stream.of(
                                Stream.of(unit.getReturnType()),
                                unit.getParameterTypes().stream(),
                                unit.getExceptionTypes().stream().map(JavaType.class::cast))
                        .flatMap(types -> types);
            default -> Stream.of();
        };
    }
}
