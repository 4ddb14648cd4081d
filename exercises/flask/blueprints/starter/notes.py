from flask import Blueprint, abort, current_app, request, url_for

bp = Blueprint("notes", __name__)

# GET and POST of "", GET of "/<int:number>", and what a missing note is answered with
