// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.api;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.SimpleTypeVisitor14;

/** Writes types as Java does, those of {@code java.lang} and of jevent without their packages. */
final class TypeNames extends SimpleTypeVisitor14<String, Void> {
    private static final Pattern OMITTED = Pattern.compile("^(java\\.lang|io\\.jevent(\\.[a-z]+)*)\\.(?=[A-Z])");
    private static final TypeNames NAMES = new TypeNames();

    private TypeNames() {}

    static String of(TypeMirror type) {
        return NAMES.visit(type);
    }

    private static String annotations(TypeMirror type) {
        return type.getAnnotationMirrors().stream()
                .map(AnnotationMirror::getAnnotationType)
                .map(annotation -> "@" + annotation.asElement().getSimpleName() + " ")
                .sorted()
                .collect(Collectors.joining());
    }

    @Override
    protected String defaultAction(TypeMirror type, Void unused) {
        return type.toString();
    }

    @Override
    public String visitPrimitive(PrimitiveType type, Void unused) {
        return annotations(type) + type.getKind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String visitDeclared(DeclaredType type, Void unused) {
        var element = (TypeElement) type.asElement();
        String name = OMITTED.matcher(element.getQualifiedName()).replaceFirst("");
        String arguments = type.getTypeArguments().isEmpty()
                ? ""
                : type.getTypeArguments().stream().map(TypeNames::of).collect(Collectors.joining(", ", "<", ">"));
        int simple = name.length() - element.getSimpleName().length();
        return name.substring(0, simple) + annotations(type) + name.substring(simple) + arguments;
    }

    @Override
    public String visitTypeVariable(TypeVariable type, Void unused) {
        return annotations(type) + type.asElement().getSimpleName();
    }

    @Override
    public String visitWildcard(WildcardType type, Void unused) {
        if (type.getExtendsBound() != null) {
            return "? extends " + of(type.getExtendsBound());
        }
        return type.getSuperBound() == null ? "?" : "? super " + of(type.getSuperBound());
    }

    @Override
    public String visitIntersection(IntersectionType type, Void unused) {
        return type.getBounds().stream().map(TypeNames::of).collect(Collectors.joining(" & "));
    }

    @Override
    public String visitArray(ArrayType type, Void unused) {
        TypeMirror component = type.getComponentType();
        String marks = annotations(type);
        String dimension = (marks.isEmpty() ? "" : " " + marks) + "[]";
        if (component.getKind() != TypeKind.ARRAY) {
            return of(component) + dimension;
        }
        // In Java the outer dimension stands first.
        String inner = of(component);
        int first = inner.indexOf('[');
        return inner.substring(0, first) + dimension + inner.substring(first);
    }
}
