/** LangChain4j models as embedding functions. */
@NullMarked
package dev.pilum.langchain4j;

import org.jspecify.annotations.NullMarked;
