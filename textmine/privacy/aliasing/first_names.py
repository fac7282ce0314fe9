"""First names for aliases: short, easy to read, from many languages, none a common word."""

from __future__ import annotations

FIRST_NAMES: tuple[str, ...] = tuple(
    """
    Aaron Abbas Abel Abena Adam Adele Adrian Agata Agnes Ahmed Aida Aiko Aisha Akira Alan Alba
    Albert Alena Alex Alfred Alia Alicia Alina Alma Alois Amadou Amalia Amara Amelia Amina Amir
    Amos Ana Anders Andrea Andrei Aneta Anja Anka Anna Annika Anouk Anton Anya Arash Ariel Arjun
    Arno Arthur Asha Astrid Atsuko Axel Ayana Ayla Aylin Babak Beata Beatriz Belinda Benita
    Bernard Bianca Birgit Bogdan Boris Bridget Bruno Camila Carla Carlos Carmen Cecilia Celia
    Cem Chen Chiara Chinua Clara Claudia Conrad Cora Cosmin Cyril Dagmar Daiki Damian Dana Danilo
    Daria David Deborah Delia Denis Deniz Derya Diana Diego Dina Dmitri Dora Doris Dragan Edgar
    Edith Edvard Eero Efua Eileen Elena Eli Elif Elin Elisa Elka Ella Elsa Emil Emma Emre Enrico
    Erik Erina Ernst Esra Estela Esther Etienne Eva Fabian Farah Farid Fatima Felicia Felipe
    Felix Femi Fiona Flavia Florian Franco Frida Fumiko Gabriel Gemma Georg Gerda Gianna Gideon
    Gisela Giulia Greta Gudrun Gunnar Gustav Hamid Hana Hanna Harald Haruto Hassan Hector Heidi
    Helena Helga Henri Hilda Hiroshi Hugo Ibrahim Ida Ignacio Ilaria Ilse Imani Imre Ines Ingrid
    Irena Irina Iris Isabel Ismael Ivan Ivana Iveta Jacek Jada Jakob Jamal Jana Janek Jarek
    Jasper Javier Jelena Jens Joana Johan Jolanta Jonas Jorge Josef Judith Julia Julian Jun Kaito
    Kaja Kamal Karel Karim Karina Karl Karol Kasia Katja Kazuko Keiko Kemal Kenji Kerstin Khadija
    Kiran Kirsten Klara Klaus Kofi Konrad Kwame Lara Lars Laura Leandro Leila Lena Leo Leonie
    Leopold Leticia Levi Lidia Lina Linnea Lisa Ljuba Loredana Lorenzo Louisa Lucas Lucia Ludmila
    Luis Luka Lukas Lydia Magda Magnus Mai Maja Malik Malin Marcel Marek Margit Maria Mariam Marko
    Marta Martin Matteo Mattias Maxim Mei Mehmet Melina Milan Milena Mina Mira Miriam Miro Mohamed
    Moira Monika Mustafa Nadia Nadine Naomi Natalia Nelson Nia Nicolas Nika Nikhil Nils Nina Nora
    Noriko Odile Olaf Oleg Olena Olga Olivia Omar Orla Oscar Otto Oyin Pablo Paloma Paolo Pascal
    Patricia Paula Pavel Pedro Petra Philipp Pia Piotr Priya Rachel Rafael Rahel Rainer Ramon
    Rania Raquel Ravi Regina Renata Rhea Ricardo Rika Roberta Rocio Roland Roman Rosa Rosalind
    Roxana Ruben Rudolf Ruth Sabina Sadia Sakura Salma Samir Samuel Sandra Sanjay Santiago Sara
    Sebastian Selim Selma Seo Sergio Shira Sibel Sigrid Silvia Simon Sina Sofia Soledad Solveig
    Sonja Stefan Stella Sunita Susanna Sven Sylvia Tadeusz Takashi Tamar Tania Tariq Tatjana Tereza
    Thea Theo Thomas Tiago Tilda Timur Tobias Tomas Torsten Tunde Ulrike Uma Ursula Uwe Valentina
    Vera Veronika Victor Vilma Viola Vito Wanda Wanja Werner Wilma Wiktor Xavier Xenia Yara Yasmin
    Yohannes Yoko Yolanda Yuki Yusuf Yvonne Zahra Zainab Zara Zdenka Zeynep Zlata Zora Zuzana
    """.split()
)
"""Aliases of people, before initials are added."""
