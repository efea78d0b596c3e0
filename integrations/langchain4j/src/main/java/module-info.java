/** LangChain4j models as embedding functions. */
module dev.pilum.langchain4j {
  requires transitive dev.pilum.engine;
  requires transitive langchain4j.core;
  requires org.jspecify;

  exports dev.pilum.langchain4j;
}
