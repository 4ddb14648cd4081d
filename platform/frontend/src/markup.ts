/** HTML with Jinja in it; loaded with the first template that is opened. */
import { jinjaLanguage } from "@codemirror/lang-jinja";
import { LanguageSupport } from "@codemirror/language";

/** The language alone: closing tags is left to whoever types. */
export const templates = new LanguageSupport(jinjaLanguage);
